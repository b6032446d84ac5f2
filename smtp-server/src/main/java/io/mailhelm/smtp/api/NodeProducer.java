package io.mailhelm.smtp.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Where the installed {@link Node} becomes a bean. */
@ApplicationScoped
class NodeProducer {
  @Produces
  @Singleton
  Node node() {
    return Node.installed();
  }
}
