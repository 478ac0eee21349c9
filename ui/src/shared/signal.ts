type Listener<T> = (value: T) => void

/** The smallest publisher: parts that must not import each other meet here. */
export class Signal<T> {
  private readonly listeners = new Set<Listener<T>>()

  emit(value: T): void {
    for (const listener of [...this.listeners]) listener(value)
  }

  /** Returns the function that ends the subscription, as an effect wants it. */
  subscribe(listener: Listener<T>): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }
}
