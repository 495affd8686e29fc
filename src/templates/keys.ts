/** The key of a parameter of any ARM template, or of a Bicep variable. */
export function parameterKey(name: string): string {
  return `parameters.${name.toLowerCase()}`;
}

/** The key of a variable of an ARM template in JSON. */
export function variableKey(name: string): string {
  return `variables.${name.toLowerCase()}`;
}

/** The key of a variable of an azd environment. */
export function environmentKey(name: string): string {
  return `environment.${name}`;
}
