import { createServer, type IncomingMessage } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/** An HTTP proxy on this machine that knows names which nobody else can resolve. */
export interface ConnectProxy {
  /** As in the setting `http.proxy`, without credentials. */
  readonly url: string;
  /** The same, with the credentials that `demand` asked for. */
  urlFor(credentials: string): string;
  /** The hosts that tunnels were opened to, in their order. */
  readonly tunnels: readonly string[];
  /** The hosts that tunnels were refused to, for want of a sign-in or because nobody knows them. */
  readonly refused: readonly string[];
  /**
   * Asks for these credentials, as in "dana:secret", from now on; for none when left out.
   * @param except a host that it lets everybody through to.
   */
  demand(credentials?: string, except?: string): void;
  /** Forgets what it has counted, and breaks the tunnels that are open. */
  startAnew(): void;
  close(): Promise<void>;
}

/**
 * Starts a proxy that opens a tunnel (CONNECT) to this machine for the hosts it knows, and refuses
 * all others.
 *
 * @param ports where each host is on this machine.
 */
export async function startConnectProxy(
  ports: Readonly<Record<string, number>>,
): Promise<ConnectProxy> {
  const open = new Set<Duplex>();
  let tunnels: string[] = [];
  let refused: string[] = [];
  let demanded: string | undefined;
  let spared: string | undefined;

  const refuse = (socket: Duplex, host: string, status: string, header = ""): void => {
    refused.push(host);
    socket.end(`HTTP/1.1 ${status}\r\n${header}Content-Length: 0\r\nConnection: close\r\n\r\n`);
  };
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    open.add(socket.on("close", () => open.delete(socket)).on("error", () => socket.destroy()));
    const [host = ""] = (request.url ?? "").split(":");
    const isKnown =
      demanded === undefined || request.headers["proxy-authorization"] === basic(demanded);
    if (!isKnown && host !== spared) {
      refuse(
        socket,
        host,
        "407 Proxy Authentication Required",
        'Proxy-Authenticate: Basic realm="Contoso"\r\n',
      );
      return;
    }
    const port = ports[host];
    if (port === undefined) {
      refuse(socket, host, "502 Bad Gateway");
      return;
    }
    const onward: Socket = connect(port, "127.0.0.1", () => {
      tunnels.push(host);
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const breakAll = (): void => open.forEach((socket) => socket.destroy());
  return {
    url: `http://${address}`,
    urlFor: (credentials) => `http://${credentials}@${address}`,
    get tunnels() {
      return tunnels;
    },
    get refused() {
      return refused;
    },
    demand: (credentials, except) => {
      demanded = credentials;
      spared = except;
    },
    startAnew: () => {
      tunnels = [];
      refused = [];
      breakAll();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        breakAll();
      }),
  };
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}
