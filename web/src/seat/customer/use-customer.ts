import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CustomerView } from "../../wire/desk";
import { request } from "../../wire/request";

interface Known {
  view: CustomerView | null;
  loading: boolean;
  refresh(): void;
}

/** What the shop knows about a conversation's customer. Where the server does not tell, that part is left out. */
export function useCustomer(conversation: string): Known {
  const view = useSignal<CustomerView | null>(null);
  const loading = useSignal(true);
  const asked = useSignal(0);
  const turn = asked.value;
  useEffect(() => {
    let current = true;
    loading.value = true;
    request<CustomerView>("GET", `/conversations/${encodeURIComponent(conversation)}/customer`)
      .then((answer) => {
        if (current) view.value = answer;
      })
      .catch(() => undefined)
      .finally(() => {
        if (current) loading.value = false;
      });
    return () => {
      current = false;
    };
  }, [conversation, turn, view, loading]);
  return {
    view: view.value,
    loading: loading.value,
    refresh() {
      asked.value += 1;
    },
  };
}
