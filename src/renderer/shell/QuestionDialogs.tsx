import { services } from '../client/services';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { useRun } from '../state/run';
import { useUi } from '../state/ui';

/** Questions that have to be answered before something goes on. */
export function QuestionDialogs() {
  const restart = useRun((state) => state.question === 'restart');
  const question = useUi((state) => state.question);
  if (restart) return <RestartDialog />;
  if (!question) return null;
  const close = () => useUi.getState().ask(null);
  return (
    <Dialog
      title={question.title}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            onClick={() => {
              close();
              question.run();
            }}
            testId="question.confirm"
          >
            {question.action}
          </Button>
        </>
      }
      testId="question"
    >
      {question.text}
    </Dialog>
  );
}

function RestartDialog() {
  const answer = (choice: 'restart' | 'continue' | 'cancel') => void services().session.answerQuestion(choice);
  return (
    <Dialog
      title="The graph has changed"
      onClose={() => answer('cancel')}
      actions={
        <>
          <Button onClick={() => answer('continue')} testId="question.continue">
            Go on as it was
          </Button>
          <Button variant="primary" onClick={() => answer('restart')} testId="question.restart">
            Start a new run
          </Button>
        </>
      }
      testId="question.stale"
    >
      This run was compiled before your edits. A new run starts at step 0 with the graph as it is now; the present one
      is kept under Runs.
    </Dialog>
  );
}
