// What the panel of a trial says. No DOM.

// Names without their rates, where that still tells them apart.
function shortTitles(names) {
  const titles = names.map((name) => name.split(", p ")[0]);
  return new Set(titles).size < names.length ? names : titles;
}

function trialStatus(data, run, asked) {
  if (asked) return asked === "train" ? "Starting …" : "Stopping …";
  if (!run) return data.blocked || `Press Train. ${data.cost}`;
  if (run.state === "finished" && data.beforehand) return `Computed beforehand. ${data.blocked || `Train it here: ${data.cost.charAt(0).toLowerCase()}${data.cost.slice(1)}`}`;
  return statusWords({ run, asked });
}

function trialButton(data, run) {
  if (run && !run.over) return "Cancel";
  return data.beforehand ? "Train anew" : "Train";
}

function trialCaption(data, run, at) {
  if (!run || at < 0) return `Not trained yet: ${data.names.join(" against ")}.`;
  return liveCaption({ run, step: run.step, at, stale: false, settings: data.names.join(" against ") });
}
