import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../components/Button';
import { EmptyState } from '../components/EmptyState';
import { lensTitle } from './lenses';

interface LensBoundaryProps {
  lens: string;
  children: ReactNode;
}

/** Keeps the rest of the window when a lens cannot be drawn: says so in its place, and draws it anew when asked. */
export class LensBoundary extends Component<LensBoundaryProps, { failure: string | null }> {
  override state: { failure: string | null } = { failure: null };

  static getDerivedStateFromError(error: unknown): { failure: string } {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <EmptyState
        icon={TriangleAlert}
        title={`The ${lensTitle(this.props.lens)} lens could not be drawn`}
        testId="lens.failed"
        action={
          <Button onClick={() => this.setState({ failure: null })} testId="lens.again">
            Draw it again
          </Button>
        }
      >
        Training and the graph go on without it. What happened: {failure}
      </EmptyState>
    );
  }
}
