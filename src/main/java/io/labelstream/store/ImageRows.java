package io.labelstream.store;

import io.labelstream.image.ImageFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The SQL of images; the schema is in {@code db/migration}. */
final class ImageRows {

  private static final String SELECT_IMAGE =
      "SELECT image.*, content.file FROM image JOIN content ON content.hash = image.content_hash";

  private ImageRows() {}

  static boolean isUsed(Handle handle, String hash) {
    return handle
            .createQuery("SELECT count(*) FROM image WHERE content_hash = :hash")
            .bind("hash", hash)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static Image insert(Handle handle, Image image) {
    handle
        .createUpdate(
            "INSERT INTO image (id, account, stage, name, format, width, height, size,"
                + " content_hash, created) VALUES (:id, :account, :stage, :name, :format, :width,"
                + " :height, :size, :hash, :created)")
        .bind("id", image.id())
        .bind("account", image.owner().account())
        .bind("stage", image.owner().mode().id())
        .bind("name", image.name())
        .bind("format", image.format().id())
        .bind("width", image.width())
        .bind("height", image.height())
        .bind("size", image.size())
        .bind("hash", image.contentHash())
        .bind("created", image.created().atOffset(ZoneOffset.UTC))
        .execute();
    return image;
  }

  static Optional<Image> find(Handle handle, String id) {
    return handle
        .createQuery(SELECT_IMAGE + " WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> image(row))
        .findOne();
  }

  static boolean delete(Handle handle, String id) {
    return handle.createUpdate("DELETE FROM image WHERE id = :id").bind("id", id).execute() > 0;
  }

  /** The newest images from an id on, that one included if it is there. */
  static List<Image> newestFrom(Handle handle, Owner owner, Optional<String> from, int limit) {
    return handle
        .createQuery(
            SELECT_IMAGE
                + " WHERE account = :account AND stage = :stage"
                + (from.isPresent() ? " AND id <= :from" : "")
                + " ORDER BY id DESC LIMIT :limit")
        .bind("account", owner.account())
        .bind("stage", owner.mode().id())
        .bind("from", from.orElse(""))
        .bind("limit", limit)
        .map((row, context) -> image(row))
        .list();
  }

  /** The ids of the images that are just newer than an id, the nearest first. */
  static List<String> justNewerThan(Handle handle, Owner owner, String id, int limit) {
    return handle
        .createQuery(
            "SELECT id FROM image WHERE account = :account AND stage = :stage AND id > :id"
                + " ORDER BY id LIMIT :limit")
        .bind("account", owner.account())
        .bind("stage", owner.mode().id())
        .bind("id", id)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  static ImageStatistics statistics(Handle handle) {
    return handle
        .createQuery("SELECT count(*), coalesce(sum(size), 0) FROM image")
        .map((row, context) -> statistics(row))
        .one();
  }

  /** What an account has. */
  static ImageStatistics statistics(Handle handle, String account) {
    return handle
        .createQuery("SELECT count(*), coalesce(sum(size), 0) FROM image WHERE account = :account")
        .bind("account", account)
        .map((row, context) -> statistics(row))
        .one();
  }

  /** What each account has that has an image. */
  static Map<String, ImageStatistics> accounts(Handle handle) {
    return handle
        .createQuery("SELECT account, count(*), sum(size) FROM image GROUP BY account")
        .reduceRows(
            new TreeMap<>(),
            (accounts, row) -> {
              long images = row.getColumn(2, Long.class);
              long bytes = row.getColumn(3, Long.class);
              accounts.put(row.getColumn(1, String.class), new ImageStatistics(images, bytes));
              return accounts;
            });
  }

  static List<Image> ofAccount(Handle handle, String account, int limit) {
    return handle
        .createQuery(SELECT_IMAGE + " WHERE account = :account ORDER BY id LIMIT :limit")
        .bind("account", account)
        .bind("limit", limit)
        .map((row, context) -> image(row))
        .list();
  }

  /** The images of a mode that were made before a time, the oldest first. */
  static List<Image> madeBefore(Handle handle, KeyMode mode, Instant time, int limit) {
    return handle
        .createQuery(
            SELECT_IMAGE
                + " WHERE stage = :stage AND created < :time ORDER BY created LIMIT :limit")
        .bind("stage", mode.id())
        .bind("time", time.atOffset(ZoneOffset.UTC))
        .bind("limit", limit)
        .map((row, context) -> image(row))
        .list();
  }

  private static ImageStatistics statistics(ResultSet row) throws SQLException {
    return new ImageStatistics(row.getLong(1), row.getLong(2));
  }

  private static Image image(ResultSet row) throws SQLException {
    return new Image(
        row.getString("id"),
        new Owner(row.getString("account"), KeyMode.valueOf(upper(row.getString("stage")))),
        row.getString("name"),
        ImageFormat.valueOf(upper(row.getString("format"))),
        row.getInt("width"),
        row.getInt("height"),
        row.getLong("size"),
        row.getString("content_hash"),
        row.getString("file"),
        row.getObject("created", OffsetDateTime.class).toInstant());
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
