package io.mailhelm.smtp.api;

import io.mailhelm.smtp.listen.Intake;
import io.mailhelm.smtp.listen.ListenerStatus;
import java.util.List;

/** One listener and three connections. */
final class FakeIntake implements Intake {
  private volatile boolean paused;

  @Override
  public List<ListenerStatus> listeners() {
    return List.of(
        new ListenerStatus("development", "127.0.0.1", 2525, paused ? "it is drained" : ""));
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public int connections() {
    return 3;
  }
}
