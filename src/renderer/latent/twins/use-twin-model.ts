import { useEffect, useState } from 'react';
import type { ModelInfo } from '../../../protocol/worker';
import { failureSentence } from '../../lenses/probe/follower';
import { useSession } from '../../state/session';

export interface TwinModel {
  info: ModelInfo | null;
  error: string | null;
}

const NOTHING: TwinModel = { info: null, error: null };

/** Has another run made ready beside the open one, for as long as somebody looks at it. */
export function useTwinModel(run: string): TwinModel {
  const client = useSession((session) => session.client);
  // Another session on the same process knows nothing of what the one before had opened.
  const own = useSession((session) => session.info?.run ?? null);
  const [model, setModel] = useState<TwinModel & { key: string }>({ ...NOTHING, key: '' });
  const key = `${own} ${run}`;
  useEffect(() => {
    if (!client || own === null) return;
    let gone = false;
    client.request('model.open', { run }).then(
      (info) => !gone && setModel({ info, error: null, key }),
      (error: unknown) => !gone && setModel({ info: null, error: failureSentence(error), key }),
    );
    return () => {
      gone = true;
      client.request('model.close', { run }).catch(() => undefined);
    };
  }, [client, own, run, key]);
  return model.key === key ? model : NOTHING;
}
