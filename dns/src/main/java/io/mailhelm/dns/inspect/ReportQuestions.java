package io.mailhelm.dns.inspect;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.RecordKind;
import io.mailhelm.dns.Resolver;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The resolver for one report: it asks few questions in parallel, and none twice. Thread-safe. */
final class ReportQuestions implements Resolver {
  static final String NO_TIME = "not all was answered in time";
  private final Resolver resolver;
  private final Semaphore atOnce;
  private final RepeatedQuestions<Question, Object> asked;

  private record Question(RecordKind<?> kind, String name) {}

  ReportQuestions(Resolver resolver, Semaphore atOnce) {
    this.resolver = resolver;
    this.atOnce = atOnce;
    this.asked =
        new RepeatedQuestions<>(
            atOnce,
            question -> resolver.ask(question.kind(), question.name()).map(List::<Object>copyOf));
  }

  @Override
  public <T> DnsAnswer<T> ask(RecordKind<T> kind, String name) {
    return kind.cast(asked.get(new Question(kind, name)));
  }

  @Override
  public Resolver validating() {
    return new ReportQuestions(resolver.validating(), atOnce);
  }
}
