/** What is recorded beside changes of records, in the order of the filter. */
export const ACTIONS = [
  'created',
  'updated',
  'deleted',
  'restored',
  'viewed',
  'listed',
  'exported',
  'signed_in',
  'signed_out',
  'sign_in_failed',
  'locked_out',
  'password_changed',
  'second_factor_added',
  'second_factor_removed',
  'token_created',
  'token_revoked',
  'sessions_ended',
  'published',
  'permissions_changed',
  'file_shared',
  'backed_up',
  'restored_backup',
  'pruned',
  'erased',
] as const

export const SOURCES = ['ui', 'api', 'import', 'rule', 'job', 'system', 'cli'] as const

/** What should catch the eye. */
export const ALARMING = new Set(['sign_in_failed', 'locked_out', 'deleted', 'pruned', 'erased'])
