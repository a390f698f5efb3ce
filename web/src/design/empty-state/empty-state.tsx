import "./empty-state.css";
import type { LucideIcon } from "lucide-preact";
import type { ComponentChildren } from "preact";

export interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  about?: string;
  children?: ComponentChildren;
}

/** Where there is nothing: why, and what one may do. */
export function EmptyState({ icon: Icon, title, about, children }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <Icon size={28} strokeWidth={1.5} aria-hidden="true" />
      <p>{title}</p>
      {about !== undefined && <small>{about}</small>}
      {children}
    </div>
  );
}
