// Loaded into the extension host before anything else (`--require`): notes every host that any
// code in it connects to, the extension's, VS Code's or a library's, below everything that could
// go around it. Datagrams are none that a token could leave by, but are noted as well.
"use strict";
const { appendFileSync } = require("node:fs");
const net = require("node:net");
const dgram = require("node:dgram");

const file = process.env.RECORDED_HOSTS;
const isExtensionHost = process.argv.includes("--type=extensionHost");

if (file !== undefined && isExtensionHost) {
  const seen = new Set();
  const note = (line) => {
    if (!seen.has(line)) {
      seen.add(line);
      // Appended at once: an extension host can be killed at any time.
      appendFileSync(file, `${line}\n`);
    }
  };
  note("started");

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    // net.connect hands on its own normalised [options, callback] as one argument.
    const given = Array.isArray(args[0]) ? args[0][0] : args[0];
    const options = typeof given === "object" && given !== null ? given : undefined;
    const path = options?.path ?? (typeof given === "string" && isNaN(given) ? given : undefined);
    if (path === undefined || path === null) {
      const host = options?.host ?? (typeof args[1] === "string" ? args[1] : "localhost");
      note(`tcp ${host}`);
    }
    return connect.apply(this, args);
  };

  const send = dgram.Socket.prototype.send;
  dgram.Socket.prototype.send = function (...args) {
    note(`udp ${args.filter((one) => typeof one === "string").at(-1) ?? "connected"}`);
    return send.apply(this, args);
  };
}
