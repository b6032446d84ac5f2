package io.mailhelm.smtp.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The node of Quarkus tests, in place of an installed one; a test profile may ask for {@code
 * --dev}.
 */
@ApplicationScoped
class TestNode {
  private final FakeStore store = new FakeStore();
  private final FakeSubmissions submissions = new FakeSubmissions();

  @Produces
  @Alternative
  @Priority(1)
  @Singleton
  Node node(@ConfigProperty(name = "test.dev", defaultValue = "false") boolean dev) {
    return Nodes.node(dev, store, submissions);
  }

  @Produces
  @Singleton
  FakeStore store() {
    return store;
  }

  @Produces
  @Singleton
  FakeSubmissions submissions() {
    return submissions;
  }
}
