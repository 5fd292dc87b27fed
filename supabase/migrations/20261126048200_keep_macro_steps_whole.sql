create or replace function private.macro_steps(p_run_id uuid) returns jsonb
language sql stable security invoker set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'index', s.index, 'until', coalesce(s.until, a.due_at), 'outbox', o.state, 'code', coalesce(o.code, x.code, s.failed_code),
    'approval', a.state, 'isApproval', s.approval_id is not null, 'requestKey', s.request_key, 'tries', s.tries,
    'hasFailed', s.failed_code is not null, 'before', s.before, 'status', o.payload -> 'answered',
    'action', case when x.id is not null then jsonb_build_object(
      'id', x.id, 'kind', x.kind, 'state', x.state, 'detail', x.detail, 'ref', x.shop_ref, 'needsPerson', x.needs_person,
      'changes', x.changes, 'amount', x.rehearsal -> 'money' -> 'amount'
    ) end
  ) order by s.index), '[]')
  from public.macro_run_steps s
  left join public.outbox o on o.account_id = s.account_id and o.key = s.outbox_key
  left join public.approvals a on a.id = s.approval_id
  left join public.order_actions x on x.account_id = s.account_id and x.request_key = s.request_key
  where s.run_id = p_run_id
$$;
