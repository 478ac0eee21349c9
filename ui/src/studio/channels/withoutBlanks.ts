import type { ChannelOptions } from '../../api/channels'

/** What was filled in. */
export function withoutBlanks(options: ChannelOptions): ChannelOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== ''),
  )
}
