package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.TlsAssociation;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The first question after a start, while many wait to send. */
class DaneRecordsTest {
  private static final String MX = "mx.there.example";
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final InMemoryResolver dns =
      new InMemoryResolver()
          .mx("there.example", 10, MX)
          .address(MX, "192.0.2.1")
          .tlsa("_25._tcp." + MX, new TlsAssociation(3, 1, 1, new byte[32]))
          .signed(".", "there.example", MX, "_25._tcp." + MX);

  /** A DNS whose answer about the root takes until a test says so. */
  private Resolver slow(Resolver resolver) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (method.getName().equals("validating")) {
            return slow(resolver.validating());
          }
          if (arguments.length == 1 && ".".equals(arguments[0])) {
            asked.countDown();
            answered.await();
          }
          try {
            return method.invoke(resolver, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Resolver)
        Proxy.newProxyInstance(
            DaneRecordsTest.class.getClassLoader(), new Class<?>[] {Resolver.class}, handler);
  }

  private static final class Unheard implements TlsOutcomes {
    @Override
    public void secured(String domain, Policy policy, String host) {}

    @Override
    public void failed(String domain, Policy policy, String host, Result result, String detail) {}
  }

  @Test
  void makesEverybodyWaitForTheAnswerAboutTheRoot() throws Exception {
    var records =
        new DaneRecords(slow(dns), DnssecMemory.ofProcess(), new Unheard(), ElapsedTime.SYSTEM);
    var first = new CompletableFuture<Optional<TlsDemand>>();
    var second = new CompletableFuture<Optional<TlsDemand>>();
    asking(records, first);
    asked.await();
    var other = asking(records, second);
    await().until(() -> second.isDone() || other.getState() == Thread.State.WAITING);
    answered.countDown();
    assertThat(first.get()).containsInstanceOf(TlsDemand.Dane.class);
    assertThat(second.get()).containsInstanceOf(TlsDemand.Dane.class);
  }

  private static Thread asking(DaneRecords records, CompletableFuture<Optional<TlsDemand>> told) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                told.complete(records.of("there.example", MX));
              } catch (ServerRefusal e) {
                told.completeExceptionally(e);
              }
            });
  }
}
