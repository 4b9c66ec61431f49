CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE user (
  id INTEGER PRIMARY KEY, username TEXT NOT NULL UNIQUE, password TEXT, firstname TEXT NOT NULL, lastname TEXT NOT NULL,
  email TEXT NOT NULL, auth TEXT NOT NULL DEFAULT 'manual', confirmed INTEGER NOT NULL DEFAULT 1,
  suspended INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, guest INTEGER NOT NULL DEFAULT 0,
  siteadmin INTEGER NOT NULL DEFAULT 0, manager INTEGER NOT NULL DEFAULT 0, mayconnect INTEGER NOT NULL DEFAULT 0,
  mustchangepassword INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE login_session (
  sessionhash TEXT PRIMARY KEY, userid INTEGER, csrf TEXT NOT NULL, timeexpires INTEGER NOT NULL
);
CREATE TABLE login_failure (id INTEGER PRIMARY KEY, username TEXT NOT NULL, timecreated INTEGER NOT NULL);
CREATE INDEX login_failure_username ON login_failure (username, timecreated);

CREATE TABLE course (
  id INTEGER PRIMARY KEY, shortname TEXT NOT NULL, fullname TEXT NOT NULL, summary TEXT NOT NULL,
  startdate INTEGER NOT NULL
);
CREATE TABLE section (
  id INTEGER PRIMARY KEY, courseid INTEGER NOT NULL, section INTEGER NOT NULL, name TEXT NOT NULL, summary TEXT NOT NULL
);
CREATE TABLE module (
  id INTEGER PRIMARY KEY, courseid INTEGER NOT NULL, sectionid INTEGER NOT NULL, modname TEXT NOT NULL,
  instance INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL
);
CREATE TABLE enrolment (
  userid INTEGER NOT NULL, courseid INTEGER NOT NULL, role TEXT NOT NULL, PRIMARY KEY (courseid, userid)
) WITHOUT ROWID;
CREATE INDEX enrolment_userid ON enrolment (userid);
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY, courseid INTEGER NOT NULL, name TEXT NOT NULL, intro TEXT NOT NULL,
  allowsubmissionsfrom INTEGER NOT NULL, duedate INTEGER NOT NULL, grade INTEGER NOT NULL
);
CREATE TABLE submission (
  id INTEGER PRIMARY KEY, assignment INTEGER NOT NULL, userid INTEGER NOT NULL, status TEXT NOT NULL,
  graded INTEGER NOT NULL DEFAULT 0, timecreated INTEGER NOT NULL, timemodified INTEGER NOT NULL DEFAULT 0,
  UNIQUE (assignment, userid)
);
CREATE TABLE forum (id INTEGER PRIMARY KEY, courseid INTEGER NOT NULL, name TEXT NOT NULL, intro TEXT NOT NULL);
CREATE TABLE discussion (
  id INTEGER PRIMARY KEY, forum INTEGER NOT NULL, userid INTEGER NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL,
  timecreated INTEGER NOT NULL
);

CREATE TABLE client (
  id INTEGER PRIMARY KEY, clientid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
  redirecturis TEXT NOT NULL, authmethod TEXT NOT NULL, secrethash TEXT, metadata TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0, timecreated INTEGER NOT NULL, timemodified INTEGER NOT NULL DEFAULT 0,
  timelastused INTEGER, timeexpires INTEGER
);
CREATE TABLE connection (
  id INTEGER PRIMARY KEY, userid INTEGER NOT NULL, clientid INTEGER NOT NULL, scopes TEXT NOT NULL,
  resource TEXT NOT NULL, functionpatterns TEXT, courses TEXT, addresses TEXT, ratelimit INTEGER, callquota INTEGER,
  bytequota INTEGER, approvewrites INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 1, timecreated INTEGER NOT NULL, timeactivated INTEGER, timeexpires INTEGER,
  timelastused INTEGER, lastip TEXT, timerevoked INTEGER, revokereason TEXT
);
CREATE TABLE request (
  id INTEGER PRIMARY KEY, requestid TEXT NOT NULL UNIQUE, clientid INTEGER NOT NULL, redirecturi TEXT NOT NULL,
  clientfacts TEXT NOT NULL, codechallenge TEXT NOT NULL, scopes TEXT NOT NULL, resource TEXT NOT NULL, state TEXT, browserhash TEXT NOT NULL,
  clientip TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'pending', userid INTEGER, connectionid INTEGER,
  tickethash TEXT, codehash TEXT, timecodeexpires INTEGER, timecreated INTEGER NOT NULL, timeexpires INTEGER NOT NULL
);
CREATE INDEX request_codehash ON request (codehash);
CREATE TABLE token (
  id INTEGER PRIMARY KEY, connectionid INTEGER NOT NULL, kind TEXT NOT NULL, tokenhash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL, timecreated INTEGER NOT NULL, timeexpires INTEGER NOT NULL, timesuperseded INTEGER
);
CREATE TABLE spent (kind TEXT NOT NULL, spentkey TEXT NOT NULL, timecreated INTEGER NOT NULL, UNIQUE (kind, spentkey));
CREATE TABLE node (
  node TEXT PRIMARY KEY, version TEXT NOT NULL, spoolrecords INTEGER NOT NULL, spoololdest REAL, timelastseen INTEGER NOT NULL
);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY, recordid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL DEFAULT 'call', timecreated INTEGER NOT NULL,
  userid INTEGER, connectionid INTEGER, client TEXT, tool TEXT, functionname TEXT, functionclass TEXT, scopes TEXT,
  outcome TEXT NOT NULL, errorcode TEXT, argumentkeys TEXT, courseid INTEGER, clientip TEXT, durationms INTEGER,
  resultbytes INTEGER, protocol TEXT, useragent TEXT, node TEXT, attempts INTEGER NOT NULL DEFAULT 1,
  timedeadline INTEGER, chainnumber INTEGER UNIQUE, chainhash TEXT
);
CREATE TABLE seal (
  number INTEGER PRIMARY KEY, rows INTEGER NOT NULL, chainlength INTEGER NOT NULL, head TEXT NOT NULL,
  timecreated INTEGER NOT NULL, keyid TEXT NOT NULL, signature TEXT NOT NULL
);
CREATE TABLE seal_key (keyid TEXT PRIMARY KEY, private BLOB NOT NULL);
CREATE INDEX audit_connectionid ON audit (connectionid, timecreated);
CREATE TABLE event (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, userid INTEGER NOT NULL, other TEXT NOT NULL, timecreated INTEGER NOT NULL
);
