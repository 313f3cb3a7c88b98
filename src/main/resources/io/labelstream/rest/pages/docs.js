import { currentKey, keepKey, takeKeyFromAddress } from "/key.js";

/** The name of the key in the description. */
const SCHEME = "ApiKeyAuth";

/** What this page changes of Swagger UI. */
function labelstream({ React }) {
  const h = React.createElement;

  /** Our own main landmark is around it, and there is one server. */
  function Layout({ getComponent, specSelectors, errSelectors }) {
    const [SvgAssets, Errors, Info, Authorize, Operations, Models] = [
      getComponent("SvgAssets"),
      getComponent("errors", true),
      getComponent("InfoContainer", true),
      getComponent("AuthorizeBtnContainer", true),
      getComponent("operations", true),
      getComponent("Models", true),
    ];
    const isLoaded = specSelectors.loadingStatus() === "success";
    return h(
      "div",
      { className: "swagger-ui" },
      h(SvgAssets),
      h(Errors),
      isLoaded &&
        h(
          React.Fragment,
          null,
          h("div", { className: "docs-head" }, h(Info), h(Authorize)),
          h("h2", { className: "visually-hidden" }, "Operations"),
          h(Operations),
          h(Models),
        ),
    );
  }

  /** An error's object is alike in all operations, so it is shown when it is asked for. */
  const response = (Original) =>
    function Response(props) {
      const [isOpen, setOpen] = React.useState(false);
      if (/^2/.test(props.code)) {
        return h(Original, props);
      }
      return h(
        "tr",
        { className: "response error-response" },
        h("td", { className: "response-col_status" }, props.code),
        h(
          "td",
          { className: "response-col_description" },
          h(
            "details",
            { onToggle: (event) => setOpen(event.currentTarget.open) },
            h("summary", null, h(props.getComponent("Markdown", true), { source: props.response.get("description") })),
            isOpen && h("table", { role: "presentation" }, h("tbody", null, h(Original, props))),
          ),
        ),
      );
    };

  const headers = (Original) => (props) =>
    h("details", { className: "response-headers" }, h("summary", null, "Headers"), h(Original, props));

  /** Changes what another component has made of the page. */
  const changed = (change) => (Original) =>
    function Changed(props) {
      const around = React.useRef(null);
      React.useEffect(() => change(around.current));
      return h("div", { ref: around }, h(Original, props));
    };

  /** A table is no landmark. */
  const responses = changed((element) => element.querySelector(".responses-table")?.removeAttribute("role"));

  /** What can be scrolled can be reached by keyboard. */
  const HighlightCode = changed((element) => element.querySelector("pre")?.setAttribute("tabindex", "0"));

  const responseBody = changed((element) => element.querySelector("img")?.setAttribute("alt", "The image"));

  const RequestBody = changed((element) => {
    for (const field of element.querySelectorAll("textarea, input[type='file']")) {
      const property = field.closest("[data-property-name]")?.dataset.propertyName;
      field.setAttribute("aria-label", property ?? "Request body");
    }
  });

  const authorizationPopup = changed((element) =>
    element.querySelector(".close-modal")?.setAttribute("aria-label", "Close"),
  );

  return {
    components: {
      Layout,
      // A link within the button that opens an operation cannot be reached; the address tells which one is open.
      DeepLink: ({ text }) => h("span", null, text),
    },
    wrapComponents: { response, headers, responses, HighlightCode, responseBody, RequestBody, authorizationPopup },
    statePlugins: {
      auth: {
        wrapActions: {
          authorize: (original) => (payload) => {
            keepKey(payload[SCHEME]?.value ?? "");
            return original(payload);
          },
          logout: (original) => (names) => {
            keepKey("");
            return original(names);
          },
        },
      },
    },
  };
}

function useColours(dark) {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

const dark = matchMedia("(prefers-color-scheme: dark)");
useColours(dark);
dark.addEventListener("change", useColours);

function useKey() {
  if (currentKey()) {
    ui.preauthorizeApiKey(SCHEME, currentKey());
  }
}

takeKeyFromAddress();
const ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  // The schemas are closed.
  defaultModelsExpandDepth: 0,
  layout: "Layout",
  plugins: [labelstream],
  // The colours of the others are too near to each other.
  syntaxHighlight: { theme: "monokai" },
  onComplete: useKey,
});
addEventListener("hashchange", () => {
  if (takeKeyFromAddress()) {
    useKey();
  }
});
