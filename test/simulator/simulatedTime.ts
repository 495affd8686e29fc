/**
 * Time as this Azure sees it. What takes the service a minute takes a scaled minute here; dates
 * are never scaled, because clients compare them with their own clock.
 */
export class SimulatedTime {
  private offset = 0;

  constructor(private readonly timeScale: number) {}

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** The instant at which something that takes the service so long will be done. */
  after(serviceSeconds: number): number {
    return this.now() + serviceSeconds * 1000 * this.timeScale;
  }

  /** A Retry-After header for a wait of the service: whole seconds, as HTTP has it. */
  retryAfter(serviceSeconds: number): string {
    return String(Math.round(serviceSeconds * this.timeScale));
  }

  /** Lets time pass at once: tokens expire, retention ends, operations finish. */
  advance(seconds: number): void {
    this.offset += seconds * 1000;
  }
}
