/** A shop's data, which may be anything: of what is missing, or of another kind, there is nothing to draw. */
export class Data {
  constructor(private readonly data: Record<string, unknown>) {}

  text(name: string): string | null {
    const value = this.data[name];
    return typeof value === "string" && value !== "" ? value : null;
  }

  number(name: string): number | null {
    const value = this.data[name];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  }

  /** In milliseconds since 1970. */
  time(name: string): number | null {
    const at = Date.parse(this.text(name) ?? "");
    return Number.isNaN(at) ? null : at;
  }

  list(name: string): Data[] {
    const value = this.data[name];
    if (!Array.isArray(value)) return [];
    return value.filter((item) => typeof item === "object" && item !== null).map((item) => new Data(item));
  }
}
