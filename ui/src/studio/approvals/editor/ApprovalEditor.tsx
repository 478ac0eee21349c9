import { ExperimentOutlined } from '@ant-design/icons'
import { Button, Form, Tag } from 'antd'
import { useState, type ReactNode } from 'react'
import { useParams } from 'react-router'
import { LazyPicture } from '../../../process/picture/LazyPicture'
import { START, type Place } from '../../../process/picture/tree'
import { useLabel } from '../../../schema/labels'
import { useEntity } from '../../../schema/useSchema'
import { useDocumentTitle } from '../../../shared/documentTitle'
import { Drawer } from '../../../shared/Drawer'
import { useIsNarrow } from '../../../shared/media'
import { useWidth } from '../../../shared/useWidth'
import { IssuesContext } from '../../controls/IssuesContext'
import { IssueList } from '../../save/IssueList'
import { SaveBar } from '../../save/SaveBar'
import { ApprovalContext } from '../ApprovalContext'
import { useApprovalTexts } from '../approvalTexts'
import { useChoices } from '../choices'
import { documentPath, findingsOf } from '../findings'
import { ChosenForm } from '../forms/NodeForm'
import { branchAt, nodeAt } from '../nodes'
import { tableName } from '../tables'
import { templatesFor } from '../templates'
import { useDraftTree, type DraftShown } from '../useDraftTree'
import { AddMenu } from './AddMenu'
import { CardTools } from './CardTools'
import { EditorHead } from './EditorHead'
import { NoApproval } from './NoApproval'
import { TrialBar } from './TrialBar'
import { useApprovalEditor } from './useApprovalEditor'
import { useEditing } from './useEditing'
import { useShortcuts } from './useShortcuts'
import { useSimulation, type Trial } from './useSimulation'
import styles from './editor.module.css'

/** An approval, drawn: cards and "+" on the left, what the chosen card holds on the right. */
export function ApprovalEditor() {
  const { workflow: key = '' } = useParams()
  return <OpenApproval key={key} workflowKey={key} />
}

function OpenApproval({ workflowKey }: { workflowKey: string }) {
  const t = useApprovalTexts()
  const labelOf = useLabel()
  const isNarrow = useIsNarrow()
  const choices = useChoices()
  const [measure, width] = useWidth()
  const [trial, setTrial] = useState<Trial | null>(null)
  const { editor, changes, issues, plan } = useApprovalEditor(workflowKey)
  const { workflow, tables } = editor.value
  const entity = useEntity(workflow.entity)
  const editing = useEditing(editor)
  const onKeyDown = useShortcuts(editor, editing, workflow)
  const tried = useSimulation(workflow.entity, workflowKey, changes, trial)
  const names = Object.fromEntries(
    Object.entries(tables).map(([rule, { text }]) => [rule, tableName(text) ?? '']),
  )
  const findings = findingsOf(issues, workflowKey, workflow.nodes, names)
  useDocumentTitle(labelOf(workflow, workflowKey), t('title'))
  if (!entity) return <NoApproval />

  const { selected } = editing
  const chosen = nodeAt(workflow.nodes, selected ?? '') ?? branchAt(workflow.nodes, selected ?? '')
  const prefix = `workflow/${workflowKey}${chosen && selected ? `/${documentPath(selected)}` : ''}`
  const templates = templatesFor(choices.of('kind'), choices.of('take'))
  const slot = (place: Place) => (
    <AddMenu
      templates={templates}
      label={t('editor.add_at', { place: placeName(place) })}
      copied={editing.copied ? labelOf(editing.copied, editing.copied.kind) : null}
      onAdd={(node) => editing.insert(place, node)}
      onPaste={() => editing.paste(place)}
    />
  )
  const placeName = ({ sequence, index }: Place) => {
    const branch = branchAt(workflow.nodes, sequence)
    return [branch && labelOf(branch, sequence), index + 1].filter(Boolean).join(' ')
  }
  const general = findings.general.filter(({ path }) => !selectedHolds(path, prefix, chosen !== undefined))
  const form = (
    <Form layout="vertical" component="div" key={selected ?? START}>
      <ChosenForm path={selected ?? START} />
    </Form>
  )
  const title = chosen ? labelOf(chosen, selected ?? '') : t('workflow.settings')
  return (
    <ApprovalContext value={{ entity, choices, workflow, tables, ...editing }}>
      <IssuesContext value={{ issues, prefix }}>
        {/* Keys of the picture reach it from the cards inside. */}
        {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
        <div onKeyDown={onKeyDown} className={styles['editor']}>
          <EditorHead entity={entity} workflow={workflow} plan={plan} />
          <SaveBar editor={editor}>
            {workflow.active === false && <Tag>{t('list.off')}</Tag>}
            <Button
              icon={<ExperimentOutlined />}
              aria-pressed={trial !== null}
              onClick={() => setTrial(trial ? null : { record: null, submitter: null })}
            >
              {t('trial.title')}
            </Button>
            <Button onClick={() => editing.select(START)}>{t('workflow.settings')}</Button>
          </SaveBar>
          <IssueList issues={general} />
          {trial && <TrialBar entity={entity.key} trial={trial} {...tried} onChange={setTrial} />}
          <div className={styles['columns']}>
            <div ref={measure} className={styles['canvas']}>
              {width !== null && (
                <Drawing
                  entity={entity}
                  workflow={workflow}
                  findings={findings}
                  simulation={tried.simulation}
                  editing={editing}
                  slot={slot}
                  stacked={isNarrow ? width - 24 : undefined}
                />
              )}
            </div>
            {!isNarrow && (
              <aside className={styles['side']} aria-label={title}>
                <h2 dir="auto">{title}</h2>
                {form}
              </aside>
            )}
          </div>
          {isNarrow && (
            <Drawer
              open={selected !== null}
              title={title}
              size="100%"
              destroyOnHidden
              onClose={() => editing.select(null)}
            >
              {form}
            </Drawer>
          )}
        </div>
      </IssuesContext>
    </ApprovalContext>
  )
}

/** Whether the open form shows a finding about the approval as a whole. */
function selectedHolds(path: string | undefined, prefix: string, isNode: boolean): boolean {
  return !isNode && (path ?? '').startsWith(`${prefix}/`) && !(path ?? '').startsWith(`${prefix}/nodes`)
}

interface DrawingProps extends DraftShown {
  editing: ReturnType<typeof useEditing>
  slot: (place: Place) => ReactNode
  stacked: number | undefined
}

function Drawing({ editing, slot, stacked, ...shown }: DrawingProps) {
  const t = useApprovalTexts()
  const tree = useDraftTree(shown)
  return (
    <LazyPicture
      tree={tree}
      label={t('editor.picture')}
      stacked={stacked}
      hasMap={stacked === undefined}
      editing={{
        selected: editing.selected,
        onSelect: editing.select,
        slot,
        tools: (card) => <CardTools card={card} editing={editing} />,
        isMovable: ({ id, kind }) => stacked === undefined && !id.startsWith('@') && kind !== 'branch',
        onMove: editing.move,
      }}
    />
  )
}
