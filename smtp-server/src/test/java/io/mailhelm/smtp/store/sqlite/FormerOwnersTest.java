package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Adopt;
import io.mailhelm.smtp.store.FoundMailbox;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.OwnersContract;
import io.mailhelm.smtp.store.StoreContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mailboxes of a version that did not write down whose they are. */
class FormerOwnersTest extends OwnersContract {
  @TempDir Path temporary;

  @Override
  protected MailStore open() throws IOException {
    return SqliteMailStore.open(temporary.resolve("mail"), StoreContext.ALONE);
  }

  /** As that version left it. */
  private void formerly() throws SQLException, IOException {
    store.close();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve("mail/mail.db"));
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE owner");
      statement.execute("DROP TABLE found_mailbox");
      statement.execute("DELETE FROM flyway_schema_history WHERE version IN ('50', '52')");
    }
    store = open();
  }

  private void mail(String mailboxId, String address) {
    Messages.in(store).subject("for " + mailboxId).mailboxOf(mailboxId, address).commit();
  }

  @Test
  void anUpdateGivesNobodyWhatAnotherHad() throws Exception {
    mail("uid-1", "alice@example.com");
    mail("uid-2", "alice@example.com");
    mail("uid-3", "bob@example.com");
    mail("postmaster@example.com", "postmaster@example.com");
    formerly();
    runs();
    assertThat(retained()).as("nobody knows of which namespace").isEmpty();

    var alice = user("uid-2", "alice@example.com", Adopt.WhenNew);
    var bob = user("uid-4", "bob@example.com", Adopt.WhenNew);
    var postmaster = user("uid-5", "postmaster@example.com", Adopt.Always);
    runs(alice, bob, postmaster);

    assertThat(retained()).containsExactly("uid-1", "uid-3");
    assertThat(subjects("uid-2")).containsExactly("for uid-2");
    assertThat(subjects("uid-4")).isEmpty();
    assertThat(subjects("uid-5")).isEmpty();
    reopen();
    runs(alice, bob, postmaster);
    assertThat(retained()).containsExactly("uid-1", "uid-3");

    runs(alice, user("uid-4", "bob@example.com", Adopt.Always), postmaster);
    assertThat(subjects("uid-4")).containsExactly("for uid-3");
    runs(user("uid-6", "alice@example.com", Adopt.WhenNew));
    assertThat(subjects("uid-6")).as("declared anew since").containsExactly("for uid-2");
  }

  @Test
  void whoWasThereAtTheUpdateIsToldWhatThereIs() throws Exception {
    mail("uid-1", "alice@example.com");
    formerly();

    runs(user("uid-2", "alice@example.com", Adopt.WhenNew));
    runs(user("uid-2", "alice@example.com", Adopt.WhenNew));

    assertThat(found()).extracting(FoundMailbox::taken).containsExactly(false);
  }
}
