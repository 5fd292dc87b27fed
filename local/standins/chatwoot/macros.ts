const WRITER = { id: 1, account_id: 1, name: 'Ada', role: 'administrator', confirmed: true }

/** Two macros as an account of Chatwoot's has them, with what Pitwall has no step for. */
export const MACROS = [
  {
    id: 1,
    name: 'Hand over to returns',
    visibility: 'global',
    account_id: 1,
    created_by: WRITER,
    updated_by: WRITER,
    actions: [
      { action_name: 'add_label', action_params: ['return'] },
      { action_name: 'change_priority', action_params: ['high'] },
      { action_name: 'add_private_note', action_params: ['{{contact.name}} wants to send something back; {{agent.name}} looked at it first.'] },
      { action_name: 'remove_assigned_agent', action_params: [] },
    ],
  },
  {
    id: 2,
    name: 'Close with thanks',
    visibility: 'global',
    account_id: 1,
    created_by: WRITER,
    updated_by: WRITER,
    actions: [
      { action_name: 'send_message', action_params: ['Hi {{contact.first_name}}, we are glad it worked out. Your reference is {{conversation.display_id}}.'] },
      { action_name: 'assign_agent', action_params: ['self'] },
      { action_name: 'resolve_conversation', action_params: [] },
      { action_name: 'send_webhook_event', action_params: ['https://crm.example/closed'] },
    ],
  },
]
