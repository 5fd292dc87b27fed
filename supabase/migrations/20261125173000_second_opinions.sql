alter table public.judge_settings add column asks_model boolean not null default false;
comment on column public.judge_settings.asks_model is 'Whether a language model is asked where the judge abstains; the customer''s words leave the house then, without names, addresses and numbers.';

comment on column public.model_calls.purpose is 'What it was asked for: draft, embedding, category.';

create function public.name_category(
  p_account_id bigint, p_conversation_id bigint, p_category text, p_confidence real, p_version text, p_now timestamptz
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.conversations c set
    category = p_category, category_confidence = p_confidence, category_evidence = '{}', category_version = p_version
  where c.account_id = p_account_id and c.conversation_id = p_conversation_id
    and c.category is null and c.category_decided_by is null and c.deleted_at is null;
  if not found then return false; end if;
  insert into public.judgements as j (account_id, conversation_id, judge, value, confidence, is_abstained, version, judged_at)
  values (p_account_id, p_conversation_id, 'category', p_category, p_confidence, false, p_version, p_now)
  on conflict (account_id, conversation_id, judge) do update set
    value = excluded.value, confidence = excluded.confidence, is_abstained = false, version = excluded.version, judged_at = excluded.judged_at;
  return true;
end $$;
comment on function public.name_category(bigint, bigint, text, real, text, timestamptz) is
  'Names the category of a conversation where the judge abstained and no person has decided; says whether it did.';
revoke execute on function public.name_category from public, anon, authenticated;
grant execute on function public.name_category to service_role;
