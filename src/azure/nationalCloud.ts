/**
 * Azure Government, and Azure operated by 21Vianet.
 * Source: learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure and
 * learn.microsoft.com/azure/china/resources-developer-guide
 */
const nationalHosts: readonly string[] = [
  "management.usgovcloudapi.net",
  "management.chinacloudapi.cn",
];

/** Whether this is a national cloud's ARM endpoint; false for unknown endpoints. */
export function isNationalCloud(armEndpoint: string): boolean {
  const host = URL.parse(armEndpoint)?.hostname;
  return host !== undefined && nationalHosts.includes(host);
}
