package io.mailhelm.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What strangers publish takes no more memory than is set aside for it. */
class RememberedTest {
  /** Few octets on the wire, where names are compressed, and many in memory. */
  private static final String LONG = ("x".repeat(60) + ".").repeat(4);

  /** A name server at a stranger's command. */
  private static final class Stranger extends ExtendedResolver {
    private final int records;
    private int asked;

    Stranger(int records) throws UnknownHostException {
      super(new SimpleResolver[0]);
      this.records = records;
    }

    @Override
    public Message send(Message query) {
      asked++;
      var question = query.getQuestion();
      var answer = new Message(query.getHeader().getID());
      answer.addRecord(question, Section.QUESTION);
      for (int i = 0; i < records; i++) {
        answer.addRecord(record(question, i), Section.ANSWER);
      }
      return answer;
    }

    private static Record record(Record question, int number) {
      return question.getType() == Type.MX
          ? new MXRecord(question.getName(), DClass.IN, 3_600, number, name(LONG))
          : new TXTRecord(question.getName(), DClass.IN, 3_600, "v".repeat(255));
    }
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }

  private static Questions questions(Stranger stranger) {
    return new Questions(stranger, false, ElapsedTime.SYSTEM);
  }

  private static void ask(Questions questions, int names) {
    for (int i = 0; i < names; i++) {
      assertThat(questions.ask(name("a" + i + ".example."), RecordKind.MX).found()).isNotEmpty();
      assertThat(questions.ask(name("a" + i + ".example."), RecordKind.TXT).found()).isNotEmpty();
    }
  }

  @Test
  void theWorstAnswersTakeNoMoreThanIsSetAside() throws UnknownHostException {
    var stranger = new Stranger(80);
    var questions = questions(stranger);
    ask(questions, 1_000);
    assertThat(questions.remembered()).isBetween(Questions.REMEMBERED / 2, Questions.REMEMBERED);
    int before = stranger.asked;
    assertThat(questions.ask(name("a999.example."), RecordKind.TXT).found()).hasSize(80);
    assertThat(questions.ask(name("a999.example."), RecordKind.MX).found())
        .hasSize(80)
        .endsWith(new MailExchange(79, LONG.substring(0, LONG.length() - 1)));
    assertThat(stranger.asked).as("it was remembered").isEqualTo(before);
  }

  @Test
  void anAnswerThatWouldPushManyOutIsNotRemembered() throws UnknownHostException {
    var questions = questions(new Stranger(200));
    ask(questions, 3);
    assertThat(questions.remembered()).isZero();
  }

  @Test
  void entriesGoAndComeAndTheSumStaysTrue() {
    var cache =
        new WeighedCache<String, String>(
            1 << 20, 6_000, (key, value) -> WeighedCache.weight(value), ElapsedTime.SYSTEM);
    for (int round = 0; round < 3; round++) {
      IntStream.range(0, 5_000)
          .forEach(i -> cache.put("k" + i, "v".repeat(i % 2_500), Duration.ofHours(1)));
      assertThat(cache.octets()).isBetween(1L << 19, 1L << 20);
    }
    IntStream.range(0, 5_000)
        .forEach(i -> cache.put("k" + i, "v".repeat(5_000), Duration.ofHours(1)));
    assertThat(cache.octets()).isZero();
    assertThat(cache.octets()).isZero();
  }

  @Test
  void keysThatAreLargerThanAnyInUseAreNoAnswer() throws UnknownHostException {
    var query = Message.newQuery(Record.newRecord(name("a.example."), Type.DNSKEY, DClass.IN));
    var few = new Stranger(5).send(query);
    var many = parsed(new Stranger(100).send(query));
    assertThat(AnswerLimits.checked(query, parsed(few)).toCompletableFuture()).isCompleted();
    assertThat(AnswerLimits.checked(query, many).toCompletableFuture()).isCompletedExceptionally();
    var other = Message.newQuery(Record.newRecord(name("a.example."), Type.TXT, DClass.IN));
    assertThat(AnswerLimits.checked(other, many).toCompletableFuture()).isCompleted();
  }

  /** As it comes over the wire, which is when its size is known. */
  private static Message parsed(Message message) {
    try {
      return new Message(message.toWire());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
