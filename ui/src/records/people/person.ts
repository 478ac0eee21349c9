/** Whom a dialog is about. */
export interface PersonProps {
  id: string
  name: string
  onClose: () => void
}
