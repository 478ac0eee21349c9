/** The settings of a workspace that metadata holds. */
export interface SignInRules {
  password_length?: number | null
  refuse_common_passwords?: boolean
  password_history?: number | null
  second_factor?: 'optional' | 'administrators' | 'everybody'
  second_factor_roles?: string[]
  session_hours?: number | null
  token_days?: number | null
}
export interface AuditRules {
  personal_views?: 'none' | 'records' | 'all'
  keep_months?: number | null
  entities?: Record<string, number>
}
export interface SettingsDocument {
  kind: 'settings'
  key: string
  sign_in?: SignInRules
  audit?: AuditRules
}
