package io.gpushopper.persistence;

import io.gpushopper.ports.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;

/** The H2 database in a file, and what can be wrong with the file. */
final class EmbeddedDatabase {
    private static final String SUFFIX = ".mv.db";
    private static final String SETTING = "database.path (DATABASE_PATH)";

    /**
     * With H2's usual {@code file:}, one thread that is interrupted while it reads or writes closes the file under everybody
     * (tried: 40 times of 40); {@code async:} costs a quarter of a millisecond a commit and doesn't. It syncs as well.
     */
    private static final String FILE_SYSTEM = "jdbc:h2:async:";

    /**
     * Without WRITE_DELAY=0 a killed process loses commits that it acknowledged. The database stays open when the pool is empty
     * for a moment, and closes when the store says so, not in a shutdown hook that runs before the last writes. H2 keeps no trace
     * file of its own: what it can't do reaches us, and where no file can be written it would print stack traces about that.
     */
    private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";

    private final Path base;

    /**
     * The database in that file.
     *
     * @param file with or without H2's own suffix {@code .mv.db}
     */
    EmbeddedDatabase(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        String name = String.valueOf(whole.getFileName());
        base = name.endsWith(SUFFIX) ? whole.resolveSibling(name.substring(0, name.length() - SUFFIX.length())) : whole;
    }

    /** A file beside the database, of the same name with another ending. */
    PrivateFile beside(String ending) {
        return new PrivateFile(base.resolveSibling(base.getFileName() + ending));
    }

    /** What is kept of it while its tables are changed. */
    UpgradeCopy upgradeCopy() {
        return new UpgradeCopy(file());
    }

    /** Opens the file, or makes it, once, so that a failure is told in our words. */
    JdbcDataSource opened() {
        refuseUnusablePath();
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(FILE_SYSTEM + base + OPTIONS);
        source.setUser("sa");
        source.setPassword("");
        try (Connection connection = source.getConnection()) {
            connection.isValid(0);
            return source;
        } catch (SQLException e) {
            throw new StoreException(whyNot(e), e);
        }
    }

    /** Opens it and closes it again; another process, which may be the one that upgrades it, would have it locked. */
    void refuseIfInUse() {
        try (Connection connection = opened().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        } catch (SQLException e) {
            throw new StoreException(whyNot(e), e);
        }
    }

    private void refuseUnusablePath() {
        Path directory = base.getParent();
        if (Files.isDirectory(base) || directory == null) {
            throw new StoreException(SETTING + " is " + base + ", which is a directory: name a file in it", null);
        }
        if (base.toString().contains(";")) {
            throw new StoreException(SETTING + " must not contain a semicolon", null);
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StoreException(
                    SETTING + " is " + base + ", but its directory can't be made: choose one that can be written", e);
        }
        boolean usable = Files.exists(file()) ? Files.isWritable(file()) : Files.isWritable(directory);
        if (!usable) {
            throw new StoreException(unwritable(), null);
        }
    }

    private String whyNot(SQLException e) {
        return switch (e.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
                "the database is in use by another process: stop it, or set " + SETTING + " to another file than "
                        + base;
            case ErrorCode.WRONG_USER_OR_PASSWORD ->
                "the database " + base + " has a password that we did not set: set " + SETTING + " to another file";
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1, ErrorCode.GENERAL_ERROR_1 -> damaged();
            // A file too short to be a database; or none, where permissions said that one could be made.
            case ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2 -> Files.exists(file()) ? damaged() : unwritable();
            default -> "the database " + base + " can't be opened (error " + e.getErrorCode() + "): see " + SETTING;
        };
    }

    private String damaged() {
        return "the database " + base + SUFFIX + " is damaged, or is no database: restore it, or set " + SETTING
                + " to another file";
    }

    private String unwritable() {
        return SETTING + " is " + base + ", which can't be written: choose another path";
    }

    private Path file() {
        return base.resolveSibling(base.getFileName() + SUFFIX);
    }
}
