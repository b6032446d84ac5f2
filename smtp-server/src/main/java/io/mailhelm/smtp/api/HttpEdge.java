package io.mailhelm.smtp.api;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** The APIs from the moment all their ports are open until Quarkus is told to end. */
public final class HttpEdge implements QuarkusApplication {
  private final Node node;
  private final BoundPorts ports;

  HttpEdge(Node node, BoundPorts ports) {
    this.node = node;
    this.ports = ports;
  }

  @Override
  public int run(String... arguments) {
    node.onReady().accept(ports);
    Quarkus.waitForExit();
    return 0;
  }
}
