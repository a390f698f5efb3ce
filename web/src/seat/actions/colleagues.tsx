import "./colleagues.css";
import { useSignal } from "@preact/signals";
import { Users } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Avatar } from "../../design/avatar/avatar";
import { Badge } from "../../design/badge/badge";
import { Dialog } from "../../design/dialog/dialog";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { FloorView } from "../../wire/desk";
import { request } from "../../wire/request";
import type { Deed } from "../../wire/seat";
import { useUi } from "../page/context";
import type { Chat } from "../state/chat";
import { codeOf, sentence } from "../words/error";
import { skillWords, stateWords } from "../words/term";
import { text } from "./text";

interface ColleaguesProps {
  deed: "transfer" | "invite";
  chat: Chat;
  onClose(): void;
}

/** To whom a conversation goes, or who comes to help. */
export function Colleagues({ deed, chat, onClose }: ColleaguesProps) {
  const ui = useUi();
  const say = text[language.value];
  const floor = useSignal<FloorView | null>(null);
  const failed = useSignal<string | null>(null);
  useEffect(() => {
    request<FloorView>("GET", "/desk").then(
      (answer) => {
        floor.value = answer;
      },
      (error) => {
        failed.value = codeOf(error);
      },
    );
  }, [floor, failed]);

  async function send(act: Extract<Deed, { type: "transfer" | "invite" }>): Promise<void> {
    onClose();
    try {
      await ui.desk.act(chat.conversation, act);
      tell.done(act.type === "transfer" ? say.transferred : say.invited);
    } catch (error) {
      ui.sayWhy(error);
    }
  }
  const present = new Set([chat.holder?.seat, ...chat.guests.map(({ seat }) => seat), ui.desk.person.seat]);
  const seats = (floor.value?.seats ?? []).filter(({ connected, seat }) => connected && !present.has(seat));
  const skills = deed === "transfer" ? skillsOf(floor.value) : [];
  const title = deed === "transfer" ? say.transfer : say.invite;
  return (
    <Dialog title={title} about={deed === "transfer" ? say.transferAbout : say.inviteAbout} onClose={onClose}>
      {failed.value !== null ? (
        <p role="alert">
          {say.noFloor} {failed.value === "not_found" ? "" : sentence(failed.value)}
        </p>
      ) : floor.value === null ? (
        <p role="status">{say.loading}</p>
      ) : (
        <div class="colleagues">
          <h3>{say.toSeat}</h3>
          {seats.length === 0 && (
            <p>
              <Users size={16} aria-hidden="true" /> {say.none}
            </p>
          )}
          {seats.map(({ seat, name, state, chats, capacity, skills }) => (
            <button
              key={seat}
              type="button"
              onClick={() => send(deed === "transfer" ? { type: deed, to: { seat } } : { type: deed, seat })}
            >
              <Avatar id={seat} name={name} size="small" />
              <span>
                <b>{name}</b>
                <small>
                  {stateWords(state)} · {say.load(chats, capacity)}
                </small>
              </span>
              {skills.slice(0, 3).map((skill) => (
                <Badge key={skill}>{skillWords(skill)}</Badge>
              ))}
            </button>
          ))}
          {skills.length > 0 && <h3>{say.toSkill}</h3>}
          {skills.map(([skill, waiting]) => (
            <button key={skill} type="button" onClick={() => send({ type: "transfer", to: { skill } })}>
              <Users size={18} aria-hidden="true" />
              <span>
                <b>{skillWords(skill)}</b>
                <small>{say.waiting(waiting)}</small>
              </span>
            </button>
          ))}
        </div>
      )}
    </Dialog>
  );
}

/** Everything that somebody can or waits for, with how many wait. */
function skillsOf(floor: FloorView | null): [string, number][] {
  const waiting = new Map<string, number>([["general", 0]]);
  for (const seat of floor?.seats ?? []) for (const skill of seat.skills) waiting.set(skill, 0);
  for (const queue of floor?.queues ?? []) waiting.set(queue.skill, queue.waiting);
  return [...waiting];
}
