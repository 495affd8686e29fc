/** What the host that started this run has said in the environment. */
export function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`${name} is not set: start this with test/host/runIntegration.ts.`);
  }
  return value;
}
