import type { Advice } from "./advice";
import type { zh } from "./advice-zh";

export const en: Record<keyof typeof zh, Advice> = {
  too_large: ["The file is larger than 2 MB and is not read.", "Split it into several."],
  encoding: ["The file is not UTF-8.", "Save it as UTF-8 in your editor."],
  syntax: ["This cannot be read.", "Look at the indent, colons and quotes of this line and the one above."],
  unknown_file: ["This file has no effect.", "Check its name and folder, or remove it."],
  wrong_type: ["A value of another type belongs here.", "Below is which: text, number, list or mapping."],
  bad_value: ["This value is not possible.", "Below is why."],
  missing_key: ["Something that must be here is missing.", "Add what is named below."],
  unknown_key: [
    "There is no such key here.",
    "Most likely it is misspelt, or indented too far or too little.",
  ],
  duplicate_key: ["The key stands here twice.", "Make one of them, and remove the other."],
  duplicate_name: ["The name is taken by another of its kind.", "Rename one of them."],
  name_mismatch: ["The file is not called like its intent.", "Rename the file, so that it is found."],
  bad_expression: ["The condition cannot be read.", "Check that quotes and brackets come in pairs."],
  bad_template: ["The reply's variables cannot be read.", "Check that {{ and }}, {% and %} come in pairs."],
  unknown_filter: ["There is no such filter.", "Check what follows the bar, such as money, day or time."],
  unknown_variable: [
    "This variable is never set here.",
    "Check its name; what is asked for has its slot's name.",
  ],
  unknown_term: [
    "There is no such table of terms.",
    "Check its name, or add it to terms in intents/shared.yml.",
  ],
  unknown_intent: ["There is no such intent.", "Check its name, or make it first."],
  unknown_slot: ["The intent has no such slot.", "Check its name, or add it to the intent's slots."],
  unknown_call: ["There is no such call.", "Check its name, or add it to integrations.yml."],
  unknown_reply: ["There is no such reply.", "Check its name, or write it under replies."],
  unknown_entity: [
    "There is no such kind of entity.",
    "Check its name, or add it to knowledge/entities.yml.",
  ],
  unknown_category: ["There is no such category.", "Check its name, or add it to knowledge/graph.yml."],
  unknown_thing: [
    "There is no such product or category.",
    "Check its name, or add it to knowledge/graph.yml.",
  ],
  unnamed_reason: [
    "Seats see only the code of this handover reason.",
    "Put it into words in terms.handoff_reason of intents/shared.yml.",
  ],
  missing_argument: ["The call lacks an argument.", "Add it under with in this step."],
  unknown_argument: ["The call has no use for this argument.", "Check its name under with, or remove it."],
  no_choices: ["The choices cannot become buttons.", "Give the call its choices in integrations.yml."],
  unreachable: ["This step is never reached: the flow has ended before it.", "Move it up, or remove it."],
  missing_reply: [
    "A reply that xiaoer says by itself is missing.",
    "Write it under replies in intents/shared.yml.",
  ],
  unused_reply: ["Nothing says this reply.", "Use it in a flow, or remove it."],
  no_examples: [
    "The intent is never understood: it has no examples, and no correction leads to it.",
    "Add some examples.",
  ],
  duplicate_example: ["The example stands twice in one intent.", "Remove one of them."],
  conflicting_example: ["The same example stands in two intents.", "Leave it only where it belongs."],
  near_example: [
    "Nearly the same as an example of another intent.",
    "Decide whose it is; remove or move the other.",
  ],
  duplicate_learned: ["The same message was learned twice; the first row counts.", "Remove the other row."],
  duplicate_rule: ["The phrase stands twice in the intent's rules.", "Remove one of them."],
  conflicting_rule: [
    "The same phrase is in the rules of two intents.",
    "Leave it where it belongs, or tell them apart by not.",
  ],
  shadowed_rule: [
    "Every message with this phrase also meets a shorter rule of another intent.",
    "Make the shorter one more exact, or give it a not.",
  ],
  dead_rule: [
    "The phrase never counts: it holds a word of its own rule's not.",
    "Change the phrase, or take the word out of not.",
  ],
  duplicate_question: ["The question stands twice in one entry.", "Remove one of them."],
  conflicting_question: ["The same question has two answers.", "Leave it in one entry only."],
  reversed_dates: ["The first day comes after the last.", "Put the dates right."],
  expired: ["The last day has passed, and the entry answers no more.", "Change its dates, or remove it."],
  cycle: ["The category is its own ancestor.", "Change the parent of one of them."],
  ambiguous_alias: ["One alias means things of different categories.", "Give one of them a more exact one."],
};
