create function private.forget_passages() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.article_chunks where article_id = new.id;
  return null;
end $$;
comment on function private.forget_passages() is 'Passages of an older text answer nobody; whoever finds an article without any splits it anew.';
revoke execute on function private.forget_passages from public;
create trigger forget_passages after update of title, body on public.articles
  for each row when ((old.title, old.body) is distinct from (new.title, new.body)) execute function private.forget_passages();

create function public.store_passages(p_account_id bigint, p_article_id bigint, p_updated_at timestamptz, p_texts text[]) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  -- Whoever is late with the passages of an older text leaves the newer ones alone.
  perform from public.articles where id = p_article_id and account_id = p_account_id and updated_at = p_updated_at for update;
  if not found then return false; end if;
  delete from public.article_chunks where article_id = p_article_id;
  insert into public.article_chunks (account_id, article_id, position, text)
  select p_account_id, p_article_id, t.position - 1, t.text from unnest(p_texts) with ordinality as t (text, position);
  return true;
end $$;
comment on function public.store_passages(bigint, bigint, timestamptz, text[]) is 'Puts an article''s passages in the place of its old ones; false when the article has changed meanwhile.';

create function public.articles_without_passages(p_account_id bigint, p_limit integer)
returns table (id bigint, title text, body text, updated_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select a.id, a.title, a.body, a.updated_at from public.articles a
  where a.account_id = p_account_id and not exists (select from public.article_chunks c where c.article_id = a.id)
  order by a.id limit p_limit
$$;
comment on function public.articles_without_passages(bigint, integer) is 'Articles whose passages a crash has lost, or that were written past the functions.';

create function public.passages_to_index(p_account_id bigint, p_model text, p_limit integer)
returns table (article_id bigint, "position" integer, text text)
language sql stable security definer set search_path = '' as $$
  select c.article_id, c.position, c.text from public.article_chunks c
  where c.account_id = p_account_id and (c.model is null or c.model <> p_model)
  order by c.article_id, c.position limit p_limit
$$;
comment on function public.passages_to_index(bigint, text, integer) is 'Passages without a vector of this model.';

create function public.store_embeddings(p_account_id bigint, p_model text, p_rows jsonb) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  update public.article_chunks c
  set embedding = r.embedding::extensions.vector, model = p_model, dimensions = extensions.vector_dims(r.embedding::extensions.vector)
  from jsonb_to_recordset(p_rows) as r (article_id bigint, "position" integer, text text, embedding text)
  where c.account_id = p_account_id and c.article_id = r.article_id and c.position = r.position and c.text = r.text;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function public.store_embeddings(bigint, text, jsonb) is 'Writes vectors to the passages they were computed from; a passage that has changed meanwhile keeps none.';

create function public.enqueue_indexing(p_model text, p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  insert into public.jobs (account_id, kind, dedupe_key, run_at, created_at)
  select a.id, 'index_passages', 'index_passages', p_now, p_now
  from public.accounts a
  where (
      exists (select from public.article_chunks c where c.account_id = a.id and (c.model is null or c.model <> p_model))
      or exists (select from public.articles t where t.account_id = a.id and not exists (select from public.article_chunks c where c.article_id = t.id))
    )
    -- A provider that fails for good is asked again once a day.
    and not exists (
      select from public.jobs j
      where j.account_id = a.id and j.kind = 'index_passages' and j.done_at is null and (j.dead_at is null or j.dead_at > p_now - interval '1 day')
    )
  on conflict do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function public.enqueue_indexing(text, timestamptz) is 'Asks for vectors wherever an account has passages without one of this model: after a change of the model, a first key, or a failure.';

revoke execute on function public.store_passages, public.articles_without_passages, public.passages_to_index, public.store_embeddings,
  public.enqueue_indexing from public, anon, authenticated;
grant execute on function public.store_passages, public.articles_without_passages, public.passages_to_index, public.store_embeddings,
  public.enqueue_indexing to service_role;

-- An article that is still being written is read by admins; so are its words.
drop policy "members read the postings of their accounts" on public.article_terms;
create policy "members read the postings of the articles they read" on public.article_terms for select to authenticated
  using (account_id in (select private.current_account_ids()) and article_id in (select id from public.articles));
drop policy "members read the passages of their accounts" on public.article_chunks;
create policy "members read the passages of the articles they read" on public.article_chunks for select to authenticated
  using (account_id in (select private.current_account_ids()) and article_id in (select id from public.articles));

alter table public.model_calls drop constraint if exists model_calls_purpose_check;
alter table public.model_calls add constraint model_calls_purpose_named check (purpose ~ '^[a-z_]{1,40}$');
comment on column public.model_calls.purpose is 'What it was asked for: draft, embedding.';
