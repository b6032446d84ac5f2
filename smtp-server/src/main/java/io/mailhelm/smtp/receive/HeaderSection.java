package io.mailhelm.smtp.receive;

import io.mailhelm.config.Surrogates;
import io.mailhelm.smtp.header.EncodedWords;
import io.mailhelm.smtp.header.FieldCursor;
import io.mailhelm.smtp.store.NewMessage.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The fields of a header section (RFC 5322 §2.2) that the server uses.
 *
 * @param from the From fields, unfolded; a message ought to have one
 * @param recipients the To and Cc fields
 * @param subject the first Subject
 * @param date the first Date
 * @param received how many Received fields there are
 * @param dated whether there is a Date
 * @param identified whether there is a Message-ID
 * @param tlsOptional whether it says {@code TLS-Required: No} (RFC 8689 §3)
 * @param lines how many of its lines are fields, and which are not
 */
record HeaderSection(
    List<String> from,
    List<String> recipients,
    String subject,
    String date,
    int received,
    boolean dated,
    boolean identified,
    boolean tlsOptional,
    Lines lines) {

  private static final int MAX_LISTED = 200;

  /** Characters of a field that the inbox lists; a page of it is held in memory. */
  private static final int MAX_SHOWN = 1_000;

  /** The same of all recipients. */
  private static final int MAX_RECIPIENTS_SHOWN = 10_000;

  /** Characters of a field as it came that are decoded for that. */
  private static final int MAX_DECODED = 16 << 10;

  /**
   * What its lines are.
   *
   * @param fields how many are fields
   * @param notAField the number of the first that is none, from 1
   * @param beginsWithBlank whether the first would be folded to a field that is put before it
   */
  record Lines(int fields, OptionalInt notAField, boolean beginsWithBlank) {
    /** Whether the message begins with its text: it has lines, none of which is a field. */
    boolean areText() {
      return fields == 0 && notAField.isPresent();
    }
  }

  static HeaderSection of(byte[] octets, int length) {
    var found = new Finder(octets, length);
    found.run();
    return new HeaderSection(
        found.from,
        found.recipients,
        found.subject,
        found.date,
        found.received,
        found.dated,
        found.identified,
        found.tlsOptional,
        new Lines(found.fields, found.notAField, found.beginsWithBlank));
  }

  /**
   * What the inbox lists, decoded: the first 200 recipients, and of everything no more than people
   * read in a list. The message has all of it.
   */
  Summary summary() {
    var to = new ArrayList<String>(recipients.size());
    int room = MAX_RECIPIENTS_SHOWN;
    for (var field : recipients) {
      for (var address : AddressList.split(field, MAX_LISTED - to.size())) {
        if (room >= 0) {
          var shown = decoded(address);
          room -= shown.length();
          if (room >= 0) {
            to.add(shown);
          }
        }
      }
    }
    return new Summary(
        from.isEmpty() ? "" : decoded(from.getFirst()), to, decoded(subject), shown(date));
  }

  private static String decoded(String text) {
    return EncodedWords.beginning(Surrogates.beginning(text, MAX_DECODED), MAX_SHOWN);
  }

  private static String shown(String text) {
    return Surrogates.beginning(text, MAX_SHOWN);
  }

  private static final class Finder {
    private final FieldCursor at;
    private final boolean beginsWithBlank;
    private List<String> from = List.of();
    private List<String> recipients = List.of();
    private String subject = "";
    private String date = "";
    private int received;
    private boolean dated;
    private boolean identified;
    private boolean tlsOptional;
    private int fields;
    private OptionalInt notAField = OptionalInt.empty();

    Finder(byte[] octets, int length) {
      this.at = new FieldCursor(octets, 0, length);
      this.beginsWithBlank = length > 0 && (octets[0] == ' ' || octets[0] == '\t');
    }

    void run() {
      while (at.next()) {
        if (at.isField()) {
          fields++;
          field();
        } else if (notAField.isEmpty()) {
          notAField = OptionalInt.of(at.line());
        }
      }
    }

    private void field() {
      switch (at.nameLength()) {
        case 2 -> {
          if (at.is("to") || at.is("cc")) {
            recipients = with(recipients, at.text());
          }
        }
        case 4 -> {
          if (at.is("from")) {
            from = with(from, at.text());
          } else if (at.is("date")) {
            dated = true;
            date = date.isEmpty() ? at.text() : date;
          }
        }
        case 7 -> {
          if (subject.isEmpty() && at.is("subject")) {
            subject = at.text();
          }
        }
        case 8 -> received += at.is("received") ? 1 : 0;
        case 10 -> identified |= at.is("message-id");
        case 12 -> tlsOptional |= at.is("tls-required") && at.text().equalsIgnoreCase("no");
        default -> {}
      }
    }

    private static List<String> with(List<String> list, String text) {
      var longer = list.isEmpty() ? new ArrayList<String>(1) : list;
      longer.add(text);
      return longer;
    }
  }
}
