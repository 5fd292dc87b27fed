const RealDate = globalThis.Date

/** Lets the demo skip ahead: every clock of this process is `aheadMs` late, and later after `advance`. Timers keep their pace. */
export function installTimeTravel(aheadMs: number) {
  let ahead = aheadMs
  const now = () => RealDate.now() + ahead
  // Put in place before any function is loaded, because some of them keep `Date.now` as it was then.
  class TravellingDate extends RealDate {
    constructor(...given: [] | ConstructorParameters<DateConstructor>) {
      if (given.length) super(...given)
      else super(now())
    }

    static override now = now
  }
  Object.assign(globalThis, { Date: TravellingDate })
  return {
    aheadMs: () => ahead,
    advance(ms: number): number {
      ahead += ms
      return now()
    },
  }
}
