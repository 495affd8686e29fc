/** The key under which a parameter of any kind of ARM template, or a variable of Bicep's, is known. */
export function parameterKey(name: string): string {
  return `parameters.${name.toLowerCase()}`;
}

/** The key of a variable of an ARM template in JSON. */
export function variableKey(name: string): string {
  return `variables.${name.toLowerCase()}`;
}

/** The key of a variable of the environment that azd keeps. */
export function environmentKey(name: string): string {
  return `environment.${name}`;
}
