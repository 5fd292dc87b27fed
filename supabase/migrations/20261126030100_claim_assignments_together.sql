-- Several slots are held in one transaction, each as `claim_assignment` holds it; answers in the order of the claims.
create function public.claim_assignments(p_account_id bigint, p_claims jsonb, p_policy_version integer, p_now timestamptz default now()) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_claim record;
  v_answers jsonb := '[]';
begin
  -- Whoever holds several takes conversations and people in one order, so that two of them wait for each other and never both.
  perform from public.conversations c
  where c.account_id = p_account_id
    and c.conversation_id in (select f.conversation_id from jsonb_to_recordset(p_claims) as f (conversation_id bigint))
  order by c.conversation_id for no key update;
  insert into public.agent_routing (agent_id, account_id)
  select a.id, a.account_id from public.agents a
  where a.account_id = p_account_id and a.id in (select f.agent_id from jsonb_to_recordset(p_claims) as f (agent_id bigint))
  order by a.id
  on conflict (agent_id) do nothing;
  perform from public.agent_routing r
  where r.account_id = p_account_id and r.agent_id in (select f.agent_id from jsonb_to_recordset(p_claims) as f (agent_id bigint))
  order by r.agent_id for update;

  for v_claim in
    select f.* from jsonb_array_elements(p_claims) with ordinality as o (one, n),
      jsonb_to_record(o.one) as f (conversation_id bigint, agent_id bigint, because text, decision jsonb, replaces_user_id bigint)
    order by o.n
  loop
    v_answers := v_answers || public.claim_assignment(
      p_account_id, v_claim.conversation_id, v_claim.agent_id, v_claim.because, v_claim.decision, p_policy_version,
      v_claim.replaces_user_id, p_now
    );
  end loop;
  return v_answers;
end $$;

revoke execute on function public.claim_assignments from public, anon, authenticated;
grant execute on function public.claim_assignments to service_role;
