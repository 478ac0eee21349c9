export type Asked = 'place' | 'person' | 'people' | 'where' | 'step' | 'task'

/** What a dialog asks beside the comment. */
export const ASKS = {
  approve: [],
  reject: [],
  return: ['place'],
  transfer: ['person'],
  add: ['people', 'where'],
  recall: [],
  resubmit: [],
  urge: [],
  comment: [],
  copy: ['people'],
  move: ['step'],
  reassign: ['task', 'person'],
  end: [],
} as const satisfies Record<string, readonly Asked[]>

export type DialogAction = keyof typeof ASKS

export const WANT_COMMENT: ReadonlySet<DialogAction> = new Set(['reject', 'return', 'comment'])
