import './app/ownStyles'
import '@fontsource-variable/inter/index.css'
import { createRoot } from 'react-dom/client'
import { Root } from './app/Root'
import { startI18n } from './i18n'
import './app/global.css'

startI18n()

const container = document.getElementById('root')
if (container) createRoot(container).render(<Root />)
