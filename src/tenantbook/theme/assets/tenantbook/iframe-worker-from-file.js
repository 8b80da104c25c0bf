/* Search for a site opened from a folder.
 *
 * A browser starts no Worker from a file: address. There, this takes Worker's place: the same script runs in a hidden
 * frame, whose window is given what a worker's global scope has: postMessage and importScripts. Over http it does nothing.
 */
if (location.protocol === "file:") {
  const load = (frame, address) =>
    new Promise((resolve, reject) => {
      const script = frame.contentDocument.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`could not load ${address}`));
      frame.contentDocument.head.append(script);
    });

  window.Worker = class extends EventTarget {
    #frame = document.createElement("iframe");
    #ready;

    constructor(address) {
      super();
      const home = new URL(address, document.baseURI);
      this.#frame.hidden = true;
      this.#frame.title = "Search";
      this.#frame.srcdoc = "<!doctype html><title>Search</title>";
      this.#ready = new Promise((resolve) => (this.#frame.onload = resolve)).then(() => this.#start(home));
      this.#ready.catch((error) => this.#tell("error", { message: error.message }));
      document.body.append(this.#frame);
    }

    #start(home) {
      const scope = this.#frame.contentWindow;
      scope.postMessage = (data) => this.#tell("message", { data });
      // A worker's importScripts blocks. This one answers with a promise, which Material's search awaits.
      scope.importScripts = (...addresses) =>
        addresses.reduce(
          (before, address) => before.then(() => load(this.#frame, new URL(address, home))),
          Promise.resolve(),
        );
      return load(this.#frame, home);
    }

    #tell(kind, detail) {
      const event = Object.assign(new Event(kind), structuredClone(detail));
      this.dispatchEvent(event);
      this[`on${kind}`]?.(event);
    }

    postMessage(data) {
      const copy = structuredClone(data);
      this.#ready.then(() => {
        const scope = this.#frame.contentWindow;
        scope?.dispatchEvent(new scope.MessageEvent("message", { data: copy }));
      }, () => {});
    }

    terminate() {
      this.#frame.remove();
    }
  };
}
