package io.mailhelm.smtp.api;

import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.sqlite.SqliteMailStore;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The node of Quarkus tests, in place of an installed one; a test profile may ask for {@code
 * --dev}.
 */
@ApplicationScoped
class TestNode {
  private final Path folder = temporary();
  private final FakeStore store = new FakeStore(open(folder));
  private final FakeSending sending = new FakeSending();
  private final FakeSubmissions submissions = new FakeSubmissions();
  private final FakeWorld world = new FakeWorld();

  @Produces
  @Alternative
  @Priority(1)
  @Singleton
  ApiContext node(@ConfigProperty(name = "test.dev", defaultValue = "false") boolean dev) {
    return Nodes.node(dev, store, submissions, sending, world);
  }

  @Produces
  @Singleton
  FakeStore store() {
    return store;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("mailhelm-api");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SqliteMailStore open(Path folder) {
    try {
      return SqliteMailStore.open(folder, StoreContext.ALONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @PreDestroy
  void close() throws IOException {
    store.sending().close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Produces
  @Singleton
  FakeWorld world() {
    return world;
  }

  @Produces
  @Singleton
  FakeSending sending() {
    return sending;
  }

  @Produces
  @Singleton
  FakeSubmissions submissions() {
    return submissions;
  }
}
