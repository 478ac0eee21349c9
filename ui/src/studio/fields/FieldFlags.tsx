import type { FieldDocument } from '../documents'
import { SwitchRow } from '../controls/SwitchRow'
import { FieldGrid } from '../controls/FieldGrid'
import { FaultText } from '../controls/FaultText'
import { useTexts } from '../texts'
import { FLAGS, KINDS } from './kinds'

interface FieldFlagsProps {
  document: FieldDocument
  onChange: (change: Partial<FieldDocument>) => void
}

/** The switches that mean something for the kind. */
export function FieldFlags({ document, onChange }: FieldFlagsProps) {
  const t = useTexts()
  const flags = FLAGS.filter((flag) => KINDS[document.kind].flags.includes(flag))
  if (flags.length === 0) return null
  return (
    <section aria-label={t('field.behaviour')} style={{ marginBottom: 20 }}>
      <FieldGrid min={260}>
        {flags.map((flag) => (
          <SwitchRow
            key={flag}
            label={t(`flag.${flag}.name`)}
            help={t(`flag.${flag}.help`)}
            checked={document[flag] ?? false}
            onChange={(isOn) => onChange({ [flag]: isOn || undefined })}
          />
        ))}
      </FieldGrid>
      <FaultText names={flags} />
    </section>
  )
}
