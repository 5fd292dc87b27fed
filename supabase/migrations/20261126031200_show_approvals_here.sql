drop function public.approval_rows(bigint, integer);
create function public.approval_rows(p_account_id bigint, p_limit integer default 100, p_conversation_id bigint default null)
returns table (
  id bigint, conversation_id bigint, contact_name text, kind text, content text, requested_as text, requested_by bigint, is_rule boolean,
  needed_role text, due_at timestamptz, state text, decided_by_name text, decided_at timestamptz, edited_content text, reason text,
  created_at timestamptz, last_message text, is_newer boolean, send_state text, send_code text, rehearsal jsonb, wish text, action_state text
)
language sql stable security invoker set search_path = '' as $$
  select a.id, a.conversation_id, coalesce(p.name, ''), a.kind, a.content, a.requested_as, r.chatwoot_user_id, a.requested_by is null,
    a.needed_role, a.due_at, a.state, d.name, a.decided_at, a.edited_content, a.reason, a.created_at,
    coalesce(left(m.content, 300), ''), coalesce(n.is_newer, false), o.state, o.code, x.rehearsal, x.reason, x.state
  from public.approvals a
  join public.conversations c on c.account_id = a.account_id and c.conversation_id = a.conversation_id and c.deleted_at is null
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  left join public.agents r on r.id = a.requested_by
  left join public.agents d on d.id = a.decided_by
  left join public.outbox o on o.account_id = a.account_id and o.key = a.key
  left join public.order_actions x on x.id = a.order_action_id
  left join lateral (
    select s.content from public.messages s
    where s.account_id = a.account_id and s.conversation_id = a.conversation_id and s.direction = 'incoming' and not s.is_deleted
    order by s.created_at desc, s.message_id desc limit 1
  ) m on true
  left join lateral (
    select true as is_newer from public.messages s
    where s.account_id = a.account_id and s.conversation_id = a.conversation_id and s.direction in ('incoming', 'outgoing')
      and not s.is_private and not s.is_deleted and s.created_at > a.created_at and a.state = 'waiting'
    limit 1
  ) n on true
  where a.account_id = p_account_id and (p_conversation_id is null or a.conversation_id = p_conversation_id)
    and (a.state = 'waiting' or a.created_at > now() - interval '7 days')
  order by case a.state when 'waiting' then 0 else 1 end, case a.state when 'waiting' then a.due_at end, a.created_at desc
  limit least(p_limit, 200)
$$;
comment on function public.approval_rows(bigint, integer, bigint) is
  'What waits, of an account or of one conversation, the next to expire first, then what was decided within a week. `is_newer`: somebody wrote after it was prepared. `wish`: why an action with an order was asked for. Row level security of the caller applies.';
revoke execute on function public.approval_rows from public, anon;
grant execute on function public.approval_rows to authenticated, service_role;
