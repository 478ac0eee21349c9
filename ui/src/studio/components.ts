/** The kinds of components with their documents, and the changes that a save is made of. */
import type { WorkflowDocument } from './approvals/document'
import type {
  EntityDocument,
  LayoutDocument,
  MenuDocument,
  RoleDocument,
  RuleDocument,
  TemplateDocument,
  ViewDocument,
} from './documents'
import type { ConversionDocument, PipelineDocument } from './processDocuments'
import type { SettingsDocument } from './security/document'

export interface Documents {
  settings: SettingsDocument
  entity: EntityDocument
  layout: LayoutDocument
  view: ViewDocument
  menu: MenuDocument
  role: RoleDocument
  rule: RuleDocument
  pipeline: PipelineDocument
  conversion: ConversionDocument
  template: TemplateDocument
  workflow: WorkflowDocument
}
export type ComponentKind = keyof Documents

export interface Change {
  op: 'put' | 'delete' | 'rename'
  kind: ComponentKind | 'field'
  key: string
  document?: unknown
  new_key?: string
}
