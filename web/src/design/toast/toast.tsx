import "./toast.css";
import { normalizeProps, useMachine } from "@zag-js/preact";
import * as toast from "@zag-js/toast";
import { CircleAlert, CircleCheck, Info, X } from "lucide-preact";
import { useId } from "preact/hooks";
import { language } from "../../language/chosen";

const store = toast.createStore({
  placement: "top",
  overlap: false,
  gap: 8,
  offsets: { top: "60px", bottom: "16px", left: "16px", right: "16px" },
});

/** A sentence that goes away by itself. */
export const say = {
  info(title: string): void {
    store.create({ title, type: "info", duration: 5_000 });
  },
  done(title: string): void {
    store.create({ title, type: "success", duration: 3_500 });
  },
  wrong(title: string): void {
    store.create({ title, type: "error", duration: 8_000 });
  },
};

/** Once on a page. */
export function Toasts() {
  const service = useMachine(toast.group.machine, { id: useId(), store });
  const api = toast.group.connect(service, normalizeProps);
  return (
    <div {...(api.getGroupProps() as object)} class="toasts">
      {api.getToasts().map((options, index) => (
        <Toast key={options.id} options={options} index={index} parent={service} />
      ))}
    </div>
  );
}

const ICONS: Record<string, typeof Info> = { error: CircleAlert, success: CircleCheck };

function Toast({
  options,
  index,
  parent,
}: {
  options: toast.Options;
  index: number;
  parent: toast.GroupService;
}) {
  const service = useMachine(toast.machine, { ...options, parent, index } as never);
  const api = toast.connect(service, normalizeProps);
  const Icon = ICONS[api.type] ?? Info;
  return (
    <div {...(api.getRootProps() as object)} class={`toast ${api.type}`}>
      <Icon size={18} aria-hidden="true" />
      <span {...(api.getTitleProps() as object)}>{api.title}</span>
      <button
        {...(api.getCloseTriggerProps() as object)}
        class="icon-button"
        aria-label={language.value === "en" ? "Dismiss" : "知道了"}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
