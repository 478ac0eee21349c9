import type { ActionOffer } from '../../api/actions'
import { propertiesOf, type JsonSchema, type Property } from '../../fields/schema/properties'

/** What plugins offer says what it takes; what the product itself offers has buttons of its own. */
export const isOfPlugin = (offer: ActionOffer): boolean => typeof offer.details['arguments'] === 'object'

/** What a person is asked for before the action. */
export const argumentsOf = (offer: ActionOffer): Property[] =>
  propertiesOf(offer.details['arguments'] as JsonSchema)
