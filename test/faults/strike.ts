import type { FaultMatch } from "../simulator/fault";
import { wait } from "./hurry";
import type { Kind, Strike } from "./kinds";
import type { Moment } from "./moments";
import type { Stage } from "./stage";

/** Long enough for a busy machine to get a request to Azure before it has expired. */
const tokenSeconds = 4;
const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: "c1" } } });

/** By how many seconds Azure's clock is ahead. */
export function clockAhead({ strike }: Kind): number {
  return strike.by === "clock" ? strike.ahead : 0;
}

/** What has to be so before anything is asked at all. */
export function prepare(stage: Stage, { strike }: Kind): void {
  const { state } = stage.simulator;
  if (strike.by === "signIn" && ["expires", "signsOut"].includes(strike.what)) {
    state.tokenLifetimeSeconds = tokenSeconds;
  }
}

/** Puts a fault in force for a moment that is yet to come. */
export function strikeAt(stage: Stage, moment: Moment, { strike }: Kind): void {
  const { simulator } = stage;
  const { method, path, afterRequests = 0 } = moment;
  const match = { method, path };
  switch (strike.by) {
    case "azure":
      simulator.addFault({
        match,
        afterRequests,
        effect: strike.effect,
        ...(strike.times === undefined ? {} : { times: strike.times }),
      });
      return;
    case "stranger":
      simulator.addFault({ match, afterRequests, effect: strike.effect(stage.stranger.url) });
      return;
    case "network":
    case "signIn":
      atMoment(stage, moment, strike);
      return;
    case "clock":
      // It has been so all along.
      return;
  }
}

/** Ends whatever was wrong, and signs in again. */
export async function lift(stage: Stage): Promise<void> {
  stage.before = async () => undefined;
  const { simulator, network } = stage;
  simulator.clearFaults();
  await network.mend();
  simulator.state.tokenLifetimeSeconds = 3600;
  signInAgain(stage);
  stage.forgetConnections();
}

function signInAgain({ sessions, simulator }: Stage): void {
  simulator.state.demandedClaims = undefined;
  sessions.signInAgain();
}

function atMoment(
  stage: Stage,
  { method, path, afterRequests = 0 }: Moment,
  strike: Strike & { readonly by: "network" | "signIn" },
): void {
  const pattern = new RegExp(path, "i");
  let seen = 0;
  if (strike.by === "signIn" && path.endsWith("skiptoken")) {
    // A next page is asked for at once: the page before it is slow instead.
    slowDown(stage, { method, path: path.replace(".*skiptoken", "(?!.*skiptoken)") });
  }
  stage.before = async (asked, pathAndQuery) => {
    if (asked !== method || !pattern.test(pathAndQuery)) {
      return;
    }
    seen += 1;
    if (seen === afterRequests + 1) {
      await (strike.by === "network"
        ? stage.network.break(strike.fault)
        : changeSignIn(stage, strike.what));
      if (strike.by === "signIn" && path.endsWith("operationResults")) {
        // What Azure has taken is followed for hours: the person comes back meanwhile.
        void wait(300).then(() => signInAgain(stage));
      }
    }
  };
}

function slowDown({ simulator }: Stage, match: FaultMatch): void {
  // `hurry.ts` has so long a wait pass six times as fast.
  const milliseconds = tokenSeconds * 1050 * 6;
  simulator.addFault({ match, times: 1, effect: { kind: "latency", milliseconds } });
}

async function changeSignIn(
  { sessions, simulator }: Stage,
  what: "expires" | "signsOut" | "isAsked" | "answers",
): Promise<void> {
  switch (what) {
    case "signsOut":
      sessions.isSignedIn = false;
      return wait(tokenSeconds * 1050);
    case "expires":
      return wait(tokenSeconds * 1050);
    case "isAsked":
      simulator.state.demandedClaims = claims;
      return;
    case "answers":
      sessions.answers = true;
      simulator.state.demandedClaims = claims;
  }
}
