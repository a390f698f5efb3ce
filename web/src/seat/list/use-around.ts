import { useEffect } from "preact/hooks";
import type { FloorView, Hit } from "../../wire/desk";
import { request } from "../../wire/request";
import { lookAround, remember } from "../desk/around";
import { useUi } from "../page/context";

/** How often colleagues' conversations are looked at while all are shown, in milliseconds. */
const AGAIN = 5_000;
/** As many hits tell what the seat has talked in. */
const HITS = 100;

/** What nobody tells over the socket: the seat's past conversations, and to whoever may watch those of colleagues. */
export function useAround(): void {
  const { desk, tab } = useUi();
  const all = tab.value === "all";
  const ready = desk.ready.value;
  useEffect(() => {
    if (!all || !ready) return;
    const query = new URLSearchParams({ seat: desk.person.seat, limit: String(HITS) });
    request<{ hits: Hit[] }>("GET", `/search?${query}`)
      .then(({ hits }) => remember(desk, hits))
      // Then the list has what the socket tells.
      .catch(() => undefined);
    if (!desk.may("watch")) return;
    const look = () =>
      request<FloorView>("GET", "/desk")
        .then(({ seats }) => lookAround(desk, seats))
        .catch(() => undefined);
    void look();
    const timer = setInterval(look, AGAIN);
    return () => clearInterval(timer);
  }, [all, ready, desk]);
}
