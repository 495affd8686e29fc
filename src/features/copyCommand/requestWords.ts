import { pathAndQuery, type ArmRequest } from "../../azure/armRequest";
import { bashWord, powershellWord } from "../../base/shellQuoting";

/** The generic command for a request without a native one. */
export type RequestCommand = "azRest" | "curl" | "invokeAzRestMethod";

/** The shell variable in place of the token, which is never in a text. */
export const tokenVariable = { bash: "ACCESS_TOKEN", powershell: "accessToken" } as const;

/**
 * A request as the command that sends it.
 *
 * @param endpoint of Azure Resource Manager, without a slash at the end.
 * @throws UnquotableTextError
 */
export function requestCommand(
  command: RequestCommand,
  request: ArmRequest,
  endpoint: string,
): string {
  switch (command) {
    case "azRest":
      return azRest(request, endpoint);
    case "curl":
      return curl(request, endpoint);
    case "invokeAzRestMethod":
      return canInvokeAzRestMethod(request)
        ? invokeAzRestMethod(request)
        : invokeRestMethod(request, endpoint);
  }
}

/** Invoke-AzRestMethod has no parameter for headers. */
export function canInvokeAzRestMethod({ headers = {} }: ArmRequest): boolean {
  return Object.keys(headers).length === 0;
}

/**
 * Uses the full URL: Git Bash would replace a path that begins with "/" by a folder. The
 * subscription in it selects the sign-in.
 * Source: learn.microsoft.com/cli/azure/use-azure-cli-rest-command
 */
function azRest(request: ArmRequest, endpoint: string): string {
  const { method, headers = {}, body } = request;
  const pairs = Object.entries(headers).map(([name, value]) => bashWord(`${name}=${value}`));
  return [
    `az rest --method ${method.toLowerCase()}`,
    `--url ${bashWord(endpoint + pathAndQuery(request))}`,
    ...(pairs.length === 0 ? [] : [`--headers ${pairs.join(" ")}`]),
    ...(body === undefined ? [] : [`--body ${bashWord(JSON.stringify(body))}`]),
  ].join(" ");
}

function curl(request: ArmRequest, endpoint: string): string {
  const { method, headers = {}, body } = request;
  const takesBody = ["PUT", "POST", "PATCH"].includes(method);
  const given = Object.entries(headers).map(([name, value]) => bashWord(`${name}: ${value}`));
  return [
    `curl --fail-with-body --silent --show-error --request ${method}`,
    bashWord(endpoint + pathAndQuery(request)),
    `--header "Authorization: Bearer $${tokenVariable.bash}"`,
    ...given.map((header) => `--header ${header}`),
    ...(takesBody
      ? [
          `--header ${bashWord("Content-Type: application/json")}`,
          // Also without a body: Azure refuses a request without a Content-Length.
          `--data-raw ${bashWord(body === undefined ? "" : JSON.stringify(body))}`,
        ]
      : []),
  ].join(" ");
}

function invokeAzRestMethod(request: ArmRequest): string {
  const { method, body } = request;
  return [
    `Invoke-AzRestMethod -Method ${method}`,
    `-Path ${powershellWord(pathAndQuery(request))}`,
    ...(body === undefined ? [] : [`-Payload ${powershellWord(JSON.stringify(body))}`]),
  ].join(" ");
}

function invokeRestMethod(request: ArmRequest, endpoint: string): string {
  const { method, headers = {}, body } = request;
  const entries = [
    `Authorization = "Bearer $${tokenVariable.powershell}"`,
    ...Object.entries(headers).map(
      ([name, value]) => `${powershellWord(name)} = ${powershellWord(value)}`,
    ),
  ];
  return [
    `Invoke-RestMethod -Method ${method}`,
    `-Uri ${powershellWord(endpoint + pathAndQuery(request))}`,
    `-Headers @{ ${entries.join("; ")} }`,
    ...(body === undefined
      ? []
      : [`-ContentType 'application/json' -Body ${powershellWord(JSON.stringify(body))}`]),
  ].join(" ");
}
